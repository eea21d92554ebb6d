import { defineIncident } from '../incident/define.ts';

/** A delivery that has stopped: looked after within a working day. */
export const standardIncident = defineIncident({
  id: 'incident.standard',
  title: { 'zh-CN': '系统故障处理', en: 'Something out of order' },
  priority: 0,
  appliesTo: () => true,
  within: '1 workdays',
  ladder: [
    { after: '0 minutes', do: ['remind'] },
    { after: '1 workdays', do: ['remind', 'escalateToManager'] },
    { after: '3 workdays', do: ['escalateToManager'] },
  ],
});
