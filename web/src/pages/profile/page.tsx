import { Card, Descriptions, Segmented } from 'antd';
import { useContext } from 'react';
import { type Locale, locales } from '../../../../domain/effects.ts';
import { patch } from '../../api/client.ts';
import { useChange } from '../../api/commands.ts';
import type { Session } from '../../api/types.ts';
import { useShade } from '../../design/shade.ts';
import { LocaleContext, languageNames, useTexts } from '../../i18n/locale.ts';
import { useMe } from '../../session/session.ts';
import { profileTexts } from './texts.ts';

const shades = ['system', 'light', 'dark'] as const;

/** Who I am, and how I like to read. */
export function Page() {
  const t = useTexts(profileTexts);
  const me = useMe();
  const { locale, choose } = useContext(LocaleContext);
  const shade = useShade();
  const speak = useChange((next: Locale) => patch<Session>('/session', { locale: next }));
  const items = [
    { key: 'name', label: t.name, children: me.name },
    { key: 'email', label: t.email, children: me.email },
    { key: 'roles', label: t.roles, children: me.roles.map((role) => t[role]).join(' · ') },
    {
      key: 'language',
      label: t.language,
      children: (
        <Segmented<Locale>
          value={locale}
          options={locales.map((value) => ({ value, label: languageNames[value] }))}
          onChange={(next) => speak.mutate(next, { onSuccess: () => choose(next) })}
        />
      ),
    },
    {
      key: 'shade',
      label: t.shade,
      children: (
        <Segmented
          value={shade.wish}
          options={shades.map((value) => ({ value, label: t[value] }))}
          onChange={shade.choose}
        />
      ),
    },
  ];
  return (
    <Card style={{ maxWidth: 720 }} title={<h1 className="page-title">{t.title}</h1>}>
      <Descriptions column={1} items={items} />
    </Card>
  );
}
