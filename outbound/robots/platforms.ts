import type { RobotChannel } from '../../domain/notices/matrix.ts';
import { dingtalk } from './dingtalk.ts';
import { feishu } from './feishu.ts';
import type { RobotPlatform } from './robot.ts';
import { wecom } from './wecom.ts';

/** The platforms whose group robots can be spoken to. */
export const robotPlatforms: Readonly<Record<RobotChannel, RobotPlatform>> = { wecom, dingtalk, feishu };
