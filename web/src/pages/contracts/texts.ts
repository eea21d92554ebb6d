import { texts } from '../../i18n/locale.ts';

export const contractsTexts = texts({
  en: {
    title: 'Contracts',
    expiring: 'Ending within 90 days',
    none: 'No contract ends soon.',
    renews: 'renews by itself',
  },
  'zh-CN': { title: '合同', expiring: '90 天内到期', none: '近期没有到期的合同。', renews: '自动续约' },
});
