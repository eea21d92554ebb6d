import { StarOutlined } from '@ant-design/icons';
import { Button, Flex, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/locale.ts';
import { useSavedFilters } from './filters.ts';
import { pipelineTexts } from './texts.ts';

/** Names what the page shows now, and goes back to what was named before. */
export function SavedFilters({ address, go }: { address: string; go: (address: string) => void }) {
  const t = useTexts(pipelineTexts);
  const { saved, save, forget } = useSavedFilters();
  const [name, setName] = useState('');
  const keep = () => {
    if (!name.trim()) return;
    save(name.trim(), address);
    setName('');
  };
  const content = (
    <Flex vertical gap={8} style={{ width: 260 }}>
      {saved.map((one) => (
        <Flex key={one.name} justify="space-between">
          <Button type="link" size="small" onClick={() => go(one.address)}>
            {one.name}
          </Button>
          <Button type="text" size="small" onClick={() => forget(one.name)}>
            {t.forget}
          </Button>
        </Flex>
      ))}
      <Input
        size="small"
        aria-label={t.filterName}
        placeholder={t.filterName}
        value={name}
        onChange={({ target }) => setName(target.value)}
        onPressEnter={keep}
      />
      <Button size="small" onClick={keep}>
        {t.save}
      </Button>
    </Flex>
  );
  return (
    <Popover trigger="click" title={t.saved} content={content}>
      <Button icon={<StarOutlined />} aria-label={t.saved} />
    </Popover>
  );
}
