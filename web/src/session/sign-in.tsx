import type { QueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Input } from 'antd';
import { useContext, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { post } from '../api/client.ts';
import type { Session } from '../api/types.ts';
import { failureText } from '../components/failure.ts';
import { LocaleContext, languageNames, useTexts } from '../i18n/locale.ts';
import { sessionKey } from './session.ts';
import { signInTexts } from './texts.ts';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The page everybody begins at; afterwards one lands where one wanted to go. */
export function SignIn({ queryClient }: { queryClient: QueryClient }) {
  const t = useTexts(signInTexts);
  const { locale, choose } = useContext(LocaleContext);
  const other = locale === 'en' ? 'zh-CN' : 'en';
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>();
  const [sending, setSending] = useState(false);
  const signIn = async (credentials: Credentials) => {
    setSending(true);
    setFailure(undefined);
    try {
      const session = await post<Session>('/session', credentials);
      queryClient.clear();
      queryClient.setQueryData(sessionKey, session);
      await navigate(targetOf(search.get('to')), { replace: true });
    } catch (error) {
      setFailure(error);
    } finally {
      setSending(false);
    }
  };
  return (
    <main style={{ minHeight: '100%', display: 'grid', placeItems: 'center', padding: 16 }}>
      <Card style={{ width: '100%', maxWidth: 400 }}>
        <h1 className="page-title">{t.title}</h1>
        <p>{t.claim}</p>
        <Form<Credentials> layout="vertical" onFinish={signIn} requiredMark={false}>
          <Form.Item name="email" label={t.email} rules={[{ required: true, message: t.emailMissing }]}>
            <Input type="email" autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.passwordMissing }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          {failure ? (
            <Form.Item>
              <Alert type="error" showIcon title={failureText(failure, locale)} role="alert" />
            </Form.Item>
          ) : null}
          <Button type="primary" htmlType="submit" size="large" block loading={sending}>
            {t.submit}
          </Button>
        </Form>
        <Button type="link" block style={{ marginTop: 8 }} onClick={() => choose(other)}>
          {languageNames[other]}
        </Button>
      </Card>
    </main>
  );
}

/** Only a path of this console: a link must not send anybody elsewhere. */
function targetOf(to: string | null): string {
  return to?.startsWith('/') && !to.startsWith('//') && !to.startsWith('/sign-in') ? to : '/';
}
