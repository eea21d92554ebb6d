import { texts } from '../i18n/locale.ts';

export const signInTexts = texts({
  en: {
    title: 'Sign in to Fairway',
    claim: 'Every deal says whom it waits for, since when, until when, and what then happens by itself.',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    emailMissing: 'Enter your e-mail address',
    passwordMissing: 'Enter your password',
  },
  'zh-CN': {
    title: '登录 Fairway',
    claim: '每个商机都清楚：在等谁、从何时起、到何时止、之后会自动发生什么。',
    email: '邮箱',
    password: '密码',
    submit: '登录',
    emailMissing: '请输入邮箱',
    passwordMissing: '请输入密码',
  },
});
