import { Avatar, Button, Dropdown } from 'antd';
import { useNavigate } from 'react-router';
import { type ShadeWish, useShade } from '../design/shade.ts';
import { useTexts } from '../i18n/locale.ts';
import { useMe, useSignOut } from '../session/session.ts';
import { layoutTexts } from './texts.ts';

const shades: readonly ShadeWish[] = ['light', 'dark', 'system'];

/** The signed-in person: profile, shade, signing out. */
export function AccountMenu() {
  const t = useTexts(layoutTexts);
  const me = useMe();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const { wish, choose } = useShade();
  const items = [
    { key: 'profile', label: t.profile },
    { key: 'docs', label: t.api },
    { type: 'divider' as const },
    ...shades.map((shade) => ({ key: shade, label: t[shade] })),
    { type: 'divider' as const },
    { key: 'signOut', label: t.signOut },
  ];
  const onClick = async ({ key }: { key: string }) => {
    if (key === 'profile') await navigate('/profile');
    else if (key === 'docs') window.location.assign(new URL('docs', document.baseURI));
    else if (key === 'signOut') {
      await signOut();
      await navigate('/sign-in');
    } else choose(key as ShadeWish);
  };
  return (
    <Dropdown menu={{ items, onClick, selectable: true, selectedKeys: [wish] }} trigger={['click']}>
      <Button type="text">
        <Avatar size={24} aria-hidden style={{ background: 'var(--fw-strong)' }}>
          {me.name.slice(0, 1)}
        </Avatar>
        {me.name}
      </Button>
    </Dropdown>
  );
}
