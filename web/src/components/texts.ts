import { texts } from '../i18n/locale.ts';

export const commonTexts = texts({
  en: { chooseCustomer: 'Choose a customer', choosePerson: 'Choose a person', more: 'Show more' },
  'zh-CN': { chooseCustomer: '请选择客户', choosePerson: '请选择人员', more: '显示更多' },
});
