import { NothingHere } from '../../layout/states.tsx';

export function Page() {
  return <NothingHere />;
}
