import type { RobotChannel } from '../../domain/notices/matrix.ts';
import { type Outbound, OutboundRefused } from '../post.ts';
import { robotPlatforms } from './platforms.ts';
import type { RobotMessage, Verdict } from './robot.ts';

/** A robot with all that is needed to reach it. */
export interface RobotAddress {
  readonly channel: RobotChannel;
  readonly url: string;
  readonly secret: string | null;
}

/** Lets a robot say something in its group. Never throws: what went wrong is in the verdict. */
export async function speak(outbound: Outbound, robot: RobotAddress, message: RobotMessage): Promise<Verdict> {
  const platform = robotPlatforms[robot.channel];
  // The platforms compare with real time, whatever pace business time has.
  const { url, body } = platform.request(robot, message, Date.now());
  try {
    const answer = await outbound.post(url, { headers: { 'Content-Type': 'application/json' }, body });
    return platform.verdict(answer.status, answer.body);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { took: false, what: error instanceof OutboundRefused ? 'refused' : 'later', why };
  }
}
