import { Button, Card, Flex, Input, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useList } from '../../api/lists.ts';
import type { User } from '../../api/types.ts';
import { More } from '../../components/more.tsx';
import { usePersonName } from '../../components/person-name.ts';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing } from '../../layout/states.tsx';
import { useMe } from '../../session/session.ts';
import { EditPerson } from './edit-person.tsx';
import { roleName } from './role-name.ts';
import { adminTexts } from './texts.ts';

/** The people of the company: what they may do, whom they report to, and whether they are there. */
export function Page() {
  const t = useTexts(adminTexts);
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const [edited, setEdited] = useState<User>();
  const q = search.get('q') ?? '';
  const list = useList<User>('/users', { q });
  const nameOf = usePersonName(list.items.flatMap(({ managerId }) => managerId ?? []));
  if (list.isError) return <FailureNote error={list.error} retry={() => void list.refetch()} />;
  const columns: TableColumnsType<User> = [
    { title: t.name, key: 'name', render: (_, { name }) => <span className="nowrap">{name}</span> },
    { title: t.email, key: 'email', render: (_, { email }) => email },
    { title: t.roles, key: 'roles', render: (_, { roles }) => roles.map((role) => roleName(role, t)).join(' · ') },
    { title: t.manager, key: 'manager', render: (_, { managerId }) => (managerId ? nameOf(managerId) : '–') },
    { title: t.region, key: 'region', render: (_, { region }) => region ?? '–' },
    { title: t.state, key: 'state', render: (_, user) => <Presence user={user} /> },
    ...(me.roles.includes('admin')
      ? [
          {
            key: 'edit',
            render: (_: unknown, user: User) => (
              <Button size="small" onClick={() => setEdited(user)}>
                {t.edit}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap={12} style={{ marginBottom: 12 }}>
        <h1 className="page-title">{t.people}</h1>
        <Input.Search
          aria-label={t.search}
          placeholder={t.search}
          allowClear
          defaultValue={q}
          onSearch={(next) => setSearch(next ? { q: next } : {}, { replace: true })}
          style={{ width: 260 }}
        />
      </Flex>
      <Card size="small" styles={{ body: { padding: 0 } }}>
        <Table<User>
          size="small"
          rowKey="id"
          loading={list.isPending}
          columns={columns}
          dataSource={list.items}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Nothing>{t.nobody}</Nothing> }}
        />
        <More list={list} />
      </Card>
      {edited && <EditPerson user={edited} close={() => setEdited(undefined)} />}
    </>
  );
}

function Presence({ user: { active, absence } }: { user: User }) {
  const t = useTexts(adminTexts);
  if (!active) return <span className="chip">{t.left}</span>;
  const today = new Date().toISOString().slice(0, 10);
  const isPast = absence?.until !== null && absence !== null && absence.until < today;
  if (!absence || isPast) return <span className="chip chip-good">{t.active}</span>;
  return <span className="chip chip-soon">{t.away(absence.from, absence.until ?? t.openEnd)}</span>;
}
