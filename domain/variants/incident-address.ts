import { defineIncident } from '../incident/define.ts';

/** Somebody whom mail does not reach: requests wait meanwhile, so that it is looked after within half a working day. */
export const addressIncident = defineIncident({
  id: 'incident.address',
  title: { 'zh-CN': '邮箱无法送达', en: 'An address that mail does not reach' },
  priority: 10,
  appliesTo: ({ subject }) => subject === 'address',
  within: '4 workhours',
  ladder: [
    { after: '0 minutes', do: ['remind'] },
    { after: '4 workhours', do: ['escalateToManager'] },
    { after: '2 workdays', do: ['remind', 'escalateToManager'] },
  ],
});
