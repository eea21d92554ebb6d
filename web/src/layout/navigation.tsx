import {
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  BranchesOutlined,
  CheckSquareOutlined,
  FileTextOutlined,
  FireOutlined,
  FunnelPlotOutlined,
  ShopOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Menu } from 'antd';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useTexts } from '../i18n/locale.ts';
import { layoutTexts } from './texts.ts';

type Name = keyof (typeof layoutTexts)['en'];

const entries: readonly { path: string; name: Name; icon: ReactNode }[] = [
  { path: '/', name: 'work', icon: <CheckSquareOutlined /> },
  { path: '/stuck', name: 'stuck', icon: <FireOutlined /> },
  { path: '/pipeline', name: 'pipeline', icon: <FunnelPlotOutlined /> },
  { path: '/approvals', name: 'approvals', icon: <AuditOutlined /> },
  { path: '/contracts', name: 'contracts', icon: <FileTextOutlined /> },
  { path: '/cash', name: 'cash', icon: <BankOutlined /> },
  { path: '/customers', name: 'customers', icon: <ShopOutlined /> },
  { path: '/reports', name: 'reports', icon: <BarChartOutlined /> },
  { path: '/admin/people', name: 'people', icon: <TeamOutlined /> },
  { path: '/admin/variants', name: 'variants', icon: <BranchesOutlined /> },
];

/** Which entry of the navigation an address belongs to: a deal is part of the pipeline. */
function entryOf(pathname: string): string {
  if (pathname.startsWith('/deals/')) return '/pipeline';
  return entries.find(({ path }) => path !== '/' && pathname.startsWith(path))?.path ?? (pathname === '/' ? '/' : '');
}

export function Navigation({ onGo }: { onGo?: () => void }) {
  const t = useTexts(layoutTexts);
  const { pathname } = useLocation();
  return (
    <nav aria-label={t.main}>
      <Menu
        mode="inline"
        selectedKeys={[entryOf(pathname)]}
        onClick={onGo}
        style={{ borderInlineEnd: 0 }}
        items={entries.map(({ path, name, icon }) => ({ key: path, icon, label: <Link to={path}>{t[name]}</Link> }))}
      />
    </nav>
  );
}
