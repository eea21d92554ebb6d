import { createContext, useContext, useEffect, useState } from 'react';
import type { Shade } from './tokens.ts';

/** What a person asked for; `system` follows the machine. */
export type ShadeWish = Shade | 'system';

const rememberedAs = 'fairway.shade';
const darkMachine = window.matchMedia('(prefers-color-scheme: dark)');

export interface ShadeChoice {
  readonly shade: Shade;
  readonly wish: ShadeWish;
  readonly choose: (wish: ShadeWish) => void;
}

export const ShadeContext = createContext<ShadeChoice>({ shade: 'light', wish: 'system', choose: () => undefined });

export function useShade(): ShadeChoice {
  return useContext(ShadeContext);
}

/** Keeps the shade in this browser and follows the machine where nobody chose. */
export function useShadeChoice(): ShadeChoice {
  const [wish, setWish] = useState<ShadeWish>(remembered);
  const [machineIsDark, setMachineIsDark] = useState(darkMachine.matches);
  useEffect(() => {
    const follow = () => setMachineIsDark(darkMachine.matches);
    darkMachine.addEventListener('change', follow);
    return () => darkMachine.removeEventListener('change', follow);
  }, []);
  const shade = wish === 'system' ? (machineIsDark ? 'dark' : 'light') : wish;
  const choose = (next: ShadeWish) => {
    localStorage.setItem(rememberedAs, next);
    setWish(next);
  };
  return { shade, wish, choose };
}

function remembered(): ShadeWish {
  const kept = localStorage.getItem(rememberedAs);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
