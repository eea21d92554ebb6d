import { z } from 'zod';
import { robotChannels } from '../../domain/notices/matrix.ts';
import { Id, Instant, RoleName, text } from './common.ts';

const Audience = z
  .discriminatedUnion('of', [
    z.strictObject({ of: z.literal('everyone') }),
    z.strictObject({ of: z.literal('role'), role: RoleName }),
    z.strictObject({ of: z.literal('team'), manager: Id }),
  ])
  .meta({
    id: 'RobotAudience',
    description: "Whose notices the group hears: everybody's, those of a role, or of a manager and everybody below.",
    example: { of: 'team', manager: 'wang.wei' },
  });

const Url = z.string().trim().max(1_000).meta({
  description: 'The address the platform has given. It is a secret and never shown again.',
  example: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
});
const Secret = z.string().trim().min(1).max(200).nullable().meta({
  description: 'The signing secret of DingTalk (SEC…) or Feishu, where the robot has one. Never shown again.',
});

export const NewRobot = z
  .strictObject({
    channel: z.enum(robotChannels),
    name: text(100),
    url: Url,
    secret: Secret.default(null),
    audience: Audience,
  })
  .meta({
    id: 'NewRobot',
    example: {
      channel: 'dingtalk',
      name: '华东销售群',
      url: 'https://oapi.dingtalk.com/robot/send?access_token=0f3c',
      secret: 'SEC8a0b',
      audience: { of: 'team', manager: 'wang.wei' },
    },
  });

export const RobotChanges = z
  .strictObject({ name: text(100), url: Url, secret: Secret, audience: Audience, active: z.boolean() })
  .partial()
  .meta({ id: 'RobotChanges', example: { active: true } });

export const RobotView = z
  .object({
    id: Id,
    channel: z.enum(robotChannels),
    name: z.string(),
    host: z.string().meta({ description: 'Of its address, which is a secret, only this.' }),
    signed: z.boolean().meta({ description: 'Whether it has a signing secret.' }),
    audience: Audience,
    active: z.boolean(),
    pausedFor: z.string().nullable().meta({ description: 'Why it was switched off by itself.' }),
    createdAt: Instant,
  })
  .meta({
    id: 'RobotView',
    example: {
      id: '018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77',
      channel: 'dingtalk',
      name: '华东销售群',
      host: 'oapi.dingtalk.com',
      signed: true,
      audience: { of: 'team', manager: 'wang.wei' },
      active: true,
      pausedFor: null,
      createdAt: '2026-11-23T01:12:00.000Z',
    },
  });

export const RobotList = z
  .object({ items: z.array(RobotView) })
  .meta({ id: 'RobotList', example: { items: [RobotView.meta()?.example] } });

export const RobotTest = z
  .object({
    took: z.boolean(),
    why: z.string().nullable().meta({ description: 'What the platform said, where it did not.' }),
  })
  .meta({ id: 'RobotTest', example: { took: false, why: 'HTTP 200, code 310000: sign not match' } });
