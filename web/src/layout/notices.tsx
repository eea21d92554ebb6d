import { BellOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Drawer } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { NoticeView } from '../../../api/contracts/notices.ts';
import { apiUrl, get, post } from '../api/client.ts';
import { useChange } from '../api/commands.ts';
import { useList } from '../api/lists.ts';
import { Moment } from '../components/moment.tsx';
import { More } from '../components/more.tsx';
import { useLocale, useTexts } from '../i18n/locale.ts';
import { Nothing } from './states.tsx';
import { layoutTexts } from './texts.ts';

type Notice = z.output<typeof NoticeView>;

const unreadKey = ['/notices/unread'] as const;

/** The bell: how many notices are unread, as they come, and the notices themselves. */
export function Notices() {
  const t = useTexts(layoutTexts);
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({ queryKey: unreadKey, queryFn: () => get<{ unread: number }>('/notices/unread') });
  useEffect(() => {
    const stream = new EventSource(apiUrl('/notices/stream'));
    const refresh = () => void client.invalidateQueries({ predicate: ({ queryKey: [name] }) => isAbout(name) });
    stream.addEventListener('notice', refresh);
    stream.addEventListener('unread', refresh);
    return () => stream.close();
  }, [client]);
  return (
    <>
      <Badge count={data?.unread ?? 0} size="small" overflowCount={99} offset={[-6, 6]}>
        <Button type="text" icon={<BellOutlined />} aria-label={t.notices} onClick={() => setOpen(true)} />
      </Badge>
      <Drawer open={open} onClose={() => setOpen(false)} title={t.notices} size={420} destroyOnHidden>
        <NoticeList close={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

/** A notice means that waits have changed: those are read again with the notices. */
const isAbout = (name: unknown): boolean =>
  typeof name === 'string' && (name.startsWith('/notices') || name.startsWith('/waits'));

function NoticeList({ close }: { close: () => void }) {
  const t = useTexts(layoutTexts);
  const locale = useLocale();
  const list = useList<Notice>('/notices');
  const markAll = useChange(() => post('/notices/read', {}));
  const [newest] = list.items;
  if (!list.isPending && !newest) return <Nothing>{t.noNotices}</Nothing>;
  return (
    <>
      <Button size="small" loading={markAll.isPending} onClick={() => markAll.mutate(undefined)}>
        {t.markAllRead}
      </Button>
      <ul className="plain-list" style={{ marginTop: 12 }}>
        {list.items.map(({ position, label, title, body, process, createdAt, readAt }) => (
          <li key={position}>
            <span className={readAt === null ? 'chip chip-good' : 'chip'}>{label[locale]}</span>{' '}
            <span className="quiet">
              <Moment at={createdAt} />
            </span>
            <div>
              <Link to={`/processes/${process.id}`} onClick={close} style={{ fontWeight: readAt === null ? 600 : 400 }}>
                {title}
              </Link>
            </div>
            <div className="quiet clamp">{body}</div>
          </li>
        ))}
      </ul>
      <More list={list} />
    </>
  );
}
