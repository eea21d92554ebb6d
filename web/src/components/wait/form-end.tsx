import { Alert, Button, Flex } from 'antd';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { failureText } from '../failure.ts';
import { waitTexts } from './texts.ts';

interface Props {
  readonly submit: string;
  readonly sending: boolean;
  readonly failure: unknown;
  readonly close: () => void;
  readonly danger?: boolean;
}

/** The end of every form of an answer: why it was refused, and the buttons. */
export function FormEnd({ submit, sending, failure, close, danger = false }: Props) {
  const t = useTexts(waitTexts);
  const locale = useLocale();
  return (
    <>
      {failure ? (
        <Alert type="error" showIcon title={failureText(failure, locale)} style={{ marginBottom: 12 }} />
      ) : null}
      <Flex gap={8}>
        <Button type="primary" danger={danger} htmlType="submit" loading={sending}>
          {submit}
        </Button>
        <Button onClick={close}>{t.cancel}</Button>
      </Flex>
    </>
  );
}
