import { useQuery } from '@tanstack/react-query';
import { Card, Flex } from 'antd';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { ContractPage } from '../../../../api/contracts/contracts.ts';
import { addDays } from '../../../../domain/calendar.ts';
import { get } from '../../api/client.ts';
import { KindList } from '../../components/kind-list.tsx';
import { pathOf } from '../../components/links.ts';
import { useTexts } from '../../i18n/locale.ts';
import { Nothing } from '../../layout/states.tsx';
import { contractsTexts } from './texts.ts';

const daysAhead = 90;

/** All contracts, and in front those that end soon. */
export function Page() {
  const t = useTexts(contractsTexts);
  const today = new Date().toISOString().slice(0, 10);
  const { data } = useQuery({
    queryKey: ['/contracts', 'expiring', today],
    queryFn: () =>
      get<z.output<typeof ContractPage>>('/contracts', {
        status: 'open',
        endsFrom: today,
        endsBefore: addDays(today, daysAhead),
        sort: 'endsOn',
        limit: 20,
      }),
  });
  return (
    <KindList title={t.title} path="/contracts">
      <Card size="small" title={<h2 className="card-title">{t.expiring}</h2>} style={{ marginBottom: 12 }}>
        {data?.items.length === 0 && <Nothing>{t.none}</Nothing>}
        <ul className="plain-list">
          {data?.items.map((contract) => (
            <li key={contract.id}>
              <Flex gap={8} wrap>
                <span className="chip chip-soon">{contract.endsOn}</span>
                <Link to={pathOf(contract)}>{contract.title}</Link>
                <span className="quiet">
                  {contract.number} · {contract.customer?.name} · {contract.owner.name}
                </span>
                {contract.autoRenew && <span className="chip">{t.renews}</span>}
              </Flex>
            </li>
          ))}
        </ul>
      </Card>
    </KindList>
  );
}
