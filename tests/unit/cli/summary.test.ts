import { type Summary, summaryText } from '../../../cli/summary.ts';

const embedded: Summary = {
  console: 'http://localhost:3000',
  temporalUi: 'http://localhost:8233',
  temporalAddress: '127.0.0.1:7233',
  mailInbox: 'http://localhost:1080',
  smtpUrl: 'smtp://127.0.0.1:1025',
  databaseUrl: 'postgresql://fairway:hidden@127.0.0.1:5433/fairway',
  dataFolder: '.fairway',
  logins: 'ada@fairway.example\n',
  fast: undefined,
  seconds: 9.5,
};

test('the summary says where everything is and how to stop it', () => {
  const text = summaryText(embedded);
  for (const part of ['http://localhost:3000/docs', ':8233', ':1080', '.fairway', 'ada@fairway.example', 'Ctrl-C']) {
    expect(text).toContain(part);
  }
  expect(text).not.toContain('hidden');
  expect(text).not.toContain('Fast pace');
});

test('replaced parts are shown as what they were replaced by, without their passwords', () => {
  const smtpUrl = 'smtps://robot:hidden@mail.example:465';
  const text = summaryText({ ...embedded, mailInbox: undefined, temporalUi: undefined, smtpUrl });
  expect(text).toContain('smtps://robot@mail.example:465');
  expect(text).toContain('127.0.0.1:7233');
  expect(text).not.toContain('hidden');
});

test('the fast pace is told', () => {
  expect(summaryText({ ...embedded, fast: { secondsPerDay: 20 } })).toContain('a day passes in 20 seconds');
});
