import { Button, Empty, Flex, Result, Spin } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { failureText } from '../components/failure.ts';
import { useLocale, useTexts } from '../i18n/locale.ts';
import { layoutTexts } from './texts.ts';

/** While a page or its first data are on their way. */
export function PageLoading() {
  const t = useTexts(layoutTexts);
  return (
    <Flex justify="center" style={{ padding: 64 }} role="status" aria-label={t.loading}>
      <Spin delay={200} />
    </Flex>
  );
}

/** Something could not be loaded; says why and offers to try again. */
export function FailureNote({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTexts(layoutTexts);
  const locale = useLocale();
  return (
    <Result
      status="warning"
      title={t.failed}
      subTitle={failureText(error, locale)}
      extra={
        <Button type="primary" onClick={retry}>
          {t.retry}
        </Button>
      }
    />
  );
}

/** A page broke while it was shown, as after a new release has replaced its script. */
export function PageFailure() {
  const t = useTexts(layoutTexts);
  return (
    <Result
      status="error"
      title={t.crashed}
      subTitle={t.crashedHint}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t.reload}
        </Button>
      }
    />
  );
}

/** There is nothing at this address, or nothing the reader may see. */
export function NothingHere() {
  const t = useTexts(layoutTexts);
  return <Result status="404" title={t.missing} subTitle={t.missingHint} extra={<Link to="/">{t.toWork}</Link>} />;
}

/** A list without entries, saying what that means. */
export function Nothing({ children }: { children: ReactNode }) {
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={children} style={{ padding: 24 }} />;
}
