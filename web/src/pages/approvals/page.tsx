import { KindList } from '../../components/kind-list.tsx';
import { useTexts } from '../../i18n/locale.ts';
import { approvalsTexts } from './texts.ts';

/** Everything that is or was to be approved. */
export function Page() {
  const t = useTexts(approvalsTexts);
  return <KindList title={t.title} path="/approvals" />;
}
