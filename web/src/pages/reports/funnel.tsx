import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import type { SalesReport } from '../../../../api/contracts/reports.ts';
import { useStageTitle } from '../../components/variants.ts';
import { useShade } from '../../design/shade.ts';
import { palette } from '../../design/tokens.ts';
import { useTexts } from '../../i18n/locale.ts';
import { reportsTexts } from './texts.ts';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

const barHeight = 34;

/** How many deals entered each stage, as bars. The table beside it says the same in numbers. */
export function Funnel({ stages }: { stages: z.output<typeof SalesReport>['stages'] }) {
  const t = useTexts(reportsTexts);
  const titleOf = useStageTitle();
  const { shade } = useShade();
  const place = useRef<HTMLDivElement>(null);
  const sums = new Map<string, number>();
  for (const { variant, stage, entered } of stages) {
    const title = titleOf('opportunity', stage, variant);
    sums.set(title, (sums.get(title) ?? 0) + entered);
  }
  const bars = [...sums].sort((a, b) => a[1] - b[1]);
  const drawn = JSON.stringify(bars);
  useEffect(() => {
    if (!place.current) return;
    const shown = JSON.parse(drawn) as [string, number][];
    const { quiet, strong, line } = palette[shade];
    const chart = init(place.current, undefined, { renderer: 'svg' });
    chart.setOption({
      animationDuration: 300,
      grid: { left: 8, right: 40, top: 4, bottom: 4, containLabel: true },
      xAxis: { type: 'value', show: false },
      yAxis: {
        type: 'category',
        data: shown.map(([title]) => title),
        axisLabel: { color: quiet },
        axisLine: { lineStyle: { color: line } },
        axisTick: { show: false },
      },
      series: [
        {
          type: 'bar',
          data: shown.map(([, count]) => count),
          itemStyle: { color: strong, borderRadius: 3 },
          barMaxWidth: 20,
          label: { show: true, position: 'right', color: quiet },
        },
      ],
    });
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [drawn, shade]);
  return <div ref={place} role="img" aria-label={t.funnel} style={{ height: bars.length * barHeight + 16 }} />;
}
