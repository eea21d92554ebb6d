import { texts } from '../../i18n/locale.ts';

export const approvalsTexts = texts({ en: { title: 'Approvals' }, 'zh-CN': { title: '审批' } });
