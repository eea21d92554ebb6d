import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown, Flex } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Wait } from '../../api/types.ts';
import { useTexts } from '../../i18n/locale.ts';
import { useMe } from '../../session/session.ts';
import { pathOf } from '../links.ts';
import { commandTexts } from './command-texts.ts';
import { waitTexts } from './texts.ts';
import { type Way, ways } from './ways.tsx';

/** So many ways are buttons; the others are in a menu. */
const mostButtons = 3;

/** The buttons that answer a wait, and the form of the one that was pressed. */
export function WaitAnswer({ wait }: { wait: Wait }) {
  const t = useTexts(waitTexts);
  const commands = useTexts(commandTexts);
  const me = useMe();
  const mayTry = ({ roles, holderOnly = false }: Way) =>
    (!holderOnly || wait.holder.id === me.id) && (roles?.some((role) => me.roles.includes(role)) ?? true);
  const open = (ways[wait.action] ?? []).filter(mayTry);
  const others = open.slice(mostButtons);
  const [chosen, setChosen] = useState<Way>();
  const close = () => setChosen(undefined);
  const nameOf = (way: Way) => way.label(t, commands);
  return (
    <div>
      <Flex gap={8} wrap style={{ marginTop: 8 }}>
        {open.slice(0, mostButtons).map((way) => (
          <Button
            key={way.name}
            size="small"
            type={way.isMain ? 'primary' : 'default'}
            danger={way.name === 'reject'}
            aria-expanded={chosen?.name === way.name}
            onClick={() => setChosen(chosen?.name === way.name ? undefined : way)}
          >
            {nameOf(way)}
          </Button>
        ))}
        {others.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: others.map((way) => ({ key: way.name, label: nameOf(way) })),
              onClick: ({ key }) => setChosen(others.find(({ name }) => name === key)),
            }}
          >
            <Button size="small" icon={<DownOutlined />} iconPlacement="end">
              {t.more}
            </Button>
          </Dropdown>
        )}
        <Link to={pathOf(wait.process)} style={{ padding: '2px 8px' }}>
          {t.open}
        </Link>
      </Flex>
      {chosen && (
        <div key={chosen.name} style={{ marginTop: 12, maxWidth: 560 }}>
          {chosen.form({ wait, close })}
        </div>
      )}
    </div>
  );
}
