import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Drawer, Flex, Grid, Layout } from 'antd';
import { useEffect, useState } from 'react';
import { Outlet } from 'react-router';
import { useTexts } from '../i18n/locale.ts';
import { AccountMenu } from './account-menu.tsx';
import { Navigation } from './navigation.tsx';
import { Notices } from './notices.tsx';
import { Search } from './search.tsx';
import { layoutTexts } from './texts.ts';

const navigationWidth = 196;

/** Navigation, search and account around every page; on a phone the navigation comes out of the side. */
export function Shell() {
  const t = useTexts(layoutTexts);
  const isWide = Grid.useBreakpoint().lg ?? window.innerWidth >= 992;
  const [menuOpen, setMenuOpen] = useState(false);
  const [searching, setSearching] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setSearching(true);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <Layout style={{ minHeight: '100%' }}>
      <a className="skip-link" href="#content">
        {t.skip}
      </a>
      {isWide && (
        <Layout.Sider
          width={navigationWidth}
          style={{ borderInlineEnd: '1px solid var(--fw-line)', position: 'sticky', top: 0, height: '100vh' }}
        >
          <Brand />
          <Navigation />
        </Layout.Sider>
      )}
      <Layout>
        <Layout.Header
          style={{
            display: 'flex',
            alignItems: 'center',
            gap: 8,
            height: 52,
            padding: '0 16px',
            borderBottom: '1px solid var(--fw-line)',
            position: 'sticky',
            top: 0,
            zIndex: 20,
          }}
        >
          {!isWide && (
            <Button type="text" icon={<MenuOutlined />} aria-label={t.menu} onClick={() => setMenuOpen(true)} />
          )}
          <Button
            icon={<SearchOutlined />}
            onClick={() => setSearching(true)}
            aria-label={isWide ? undefined : t.search}
            style={isWide ? { width: 320, justifyContent: 'flex-start' } : {}}
          >
            {isWide ? t.searchHint : undefined}
          </Button>
          <Flex flex={1} justify="flex-end" align="center">
            <Notices />
            <AccountMenu />
          </Flex>
        </Layout.Header>
        <Layout.Content id="content" tabIndex={-1} style={{ padding: isWide ? 24 : 12, outline: 'none' }}>
          <Outlet />
        </Layout.Content>
      </Layout>
      <Drawer open={menuOpen} onClose={() => setMenuOpen(false)} placement="left" size={260} title={<Brand />}>
        <Navigation onGo={() => setMenuOpen(false)} />
      </Drawer>
      <Search open={searching} close={() => setSearching(false)} />
    </Layout>
  );
}

function Brand() {
  return (
    <Flex align="center" gap={8} style={{ padding: '14px 16px', fontWeight: 600, fontSize: 16 }}>
      <img src={new URL('icon.svg', document.baseURI).href} alt="" width={24} height={24} />
      {'Fairway'}
    </Flex>
  );
}
