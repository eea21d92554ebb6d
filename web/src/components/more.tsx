import { Button, Flex } from 'antd';
import { useTexts } from '../i18n/locale.ts';
import { commonTexts } from './texts.ts';

interface Props {
  readonly list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

/** The end of a list that goes on. */
export function More({ list }: Props) {
  const t = useTexts(commonTexts);
  if (!list.hasNextPage) return null;
  return (
    <Flex justify="center" style={{ padding: 12 }}>
      <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t.more}
      </Button>
    </Flex>
  );
}
