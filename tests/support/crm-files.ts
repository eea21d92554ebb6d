import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The four files of an import, by name; a test replaces what it is about. */
export type CrmFiles = Record<'accounts.csv' | 'products.csv' | 'sales_teams.csv' | 'sales_pipeline.csv', string>;

export const pipelineHeading =
  'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value,engage_quarter,close_quarter';

const agents = ['Ada Brook', 'Ben Carter', 'Cho Dae'];
const customers = ['Alpha Mills', 'Borealis', 'Cedar & Sons'];

/** Files with the quirks of real ones: so many deals that have ended, and so many open ones, half of them unengaged. */
export function crmFiles(ended: number, open: number): CrmFiles {
  const pick = (from: readonly string[], index: number) => from[index % from.length] ?? '';
  const deals = Array.from({ length: ended }, (_, index) => {
    const fields = [`E${index}`, pick(agents, index), index % 2 ? 'GTXPro' : 'GTX Basic', pick(customers, index)];
    const end = index % 3 === 0 ? 'Lost,20-10-16,01-03-17,0' : 'Won,20-10-16,01-03-17,1054';
    return `${fields.join(',')},${end},Q4 2016,Q1 2017`;
  });
  const openDeals = Array.from({ length: open }, (_, index) => {
    const account = index % 3 === 0 ? '' : pick(customers, index);
    const stage = index % 2 ? 'Engaging,03-11-17,,,Q4 2017,' : 'Prospecting,,,,,';
    return `O${index},${pick(agents, index)},GTX Basic,${account},${stage}`;
  });
  return {
    'accounts.csv': [
      'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
      'Alpha Mills,technolgy,1996,1100.04,2822,United States,',
      'Borealis,medical,1999,251.41,495,Philipines,Alpha Mills',
      'Cedar & Sons,retail,2001,718.62,2448,Kenya,',
    ].join('\r\n'),
    'products.csv': 'product,series,sales_price\nGTX Basic,GTX,550\nGTX Pro,GTX,4821\n',
    'sales_teams.csv': [
      'sales_agent,manager,regional_office',
      'Ada Brook,Dora Engel,Central',
      'Ben Carter,Dora Engel,Central',
      'Cho Dae,Finn Gale,East',
    ].join('\n'),
    'sales_pipeline.csv': [pipelineHeading, ...deals, ...openDeals].join('\r\n'),
  };
}

/** Writes the files into a folder of their own and answers its path. */
export function writeCrmFiles(files: Partial<Record<keyof CrmFiles, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'crm-files-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
