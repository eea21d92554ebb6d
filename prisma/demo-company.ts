import type { Locale } from '../domain/effects.ts';
import type { Role } from '../domain/people.ts';

/** Password of every demo login. */
export const demoPassword = 'fairway-demo';

interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly managerId: string | null;
  readonly departmentId?: string;
  readonly region?: string;
  readonly locale?: Locale;
}

/** The people of the demo company, managers before those they lead. */
export const demoPeople: readonly DemoPerson[] = [
  { id: 'zhaomin', name: '赵敏', roles: ['manager'], managerId: null, departmentId: 'sales' },
  { id: 'wangwei', name: '王伟', roles: ['manager'], managerId: 'zhaomin', departmentId: 'sales-east', region: '华东' },
  {
    id: 'emma',
    name: 'Emma Clark',
    roles: ['manager'],
    managerId: 'zhaomin',
    departmentId: 'sales-overseas',
    region: '海外',
    locale: 'en',
  },
  { id: 'lina', name: '李娜', roles: ['sales'], managerId: 'wangwei', departmentId: 'sales-east', region: '华东' },
  { id: 'chenjie', name: '陈杰', roles: ['sales'], managerId: 'wangwei', departmentId: 'sales-east', region: '华东' },
  {
    id: 'oliver',
    name: 'Oliver Grant',
    roles: ['sales'],
    managerId: 'emma',
    departmentId: 'sales-overseas',
    region: '海外',
    locale: 'en',
  },
  { id: 'sunli', name: '孙丽', roles: ['sales-ops'], managerId: 'zhaomin', departmentId: 'sales-ops' },
  { id: 'liufang', name: '刘芳', roles: ['legal'], managerId: 'zhaomin', departmentId: 'legal' },
  { id: 'huanglei', name: '黄磊', roles: ['legal'], managerId: 'zhaomin', departmentId: 'legal' },
  { id: 'zhangqiang', name: '张强', roles: ['finance'], managerId: 'zhaomin', departmentId: 'finance' },
  { id: 'gaofeng', name: '高峰', roles: ['manager', 'logistics'], managerId: 'zhaomin', departmentId: 'logistics' },
  { id: 'heyun', name: '何云', roles: ['logistics'], managerId: 'gaofeng', departmentId: 'logistics' },
  { id: 'admin', name: '系统管理员', roles: ['admin'], managerId: null },
];

/** Its departments, each after the one it is a part of. */
export const demoDepartments = [
  { id: 'sales', name: '销售中心', parentId: null, headId: 'zhaomin' },
  { id: 'sales-east', name: '华东销售部', parentId: 'sales', headId: 'wangwei' },
  { id: 'sales-overseas', name: '海外销售部', parentId: 'sales', headId: 'emma' },
  { id: 'sales-ops', name: '销售运营部', parentId: 'sales', headId: 'sunli' },
  { id: 'legal', name: '法务部', parentId: null, headId: 'liufang' },
  { id: 'finance', name: '财务部', parentId: null, headId: 'zhangqiang' },
  { id: 'logistics', name: '仓储物流部', parentId: null, headId: 'gaofeng' },
] as const;

export const demoCustomers = [
  { id: 'cu-huaxia', name: '华夏水务集团', sector: '水务', contact: ['周敏', 'zhoumin@huaxia.example', 'zh-CN'] },
  { id: 'cu-jiangnan', name: '江南食品股份', sector: '食品', contact: ['吴刚', 'wugang@jiangnan.example', 'zh-CN'] },
  { id: 'cu-beichen', name: '北辰重工', sector: '装备制造', contact: ['郑洁', 'zhengjie@beichen.example', 'zh-CN'] },
  {
    id: 'cu-nordic',
    name: 'Nordic Pumps AS',
    sector: 'Machinery',
    contact: ['Ingrid Dahl', 'ingrid@nordic.example', 'en'],
  },
  { id: 'cu-yunhai', name: '云海软件', sector: '软件', contact: ['钱宇', 'qianyu@yunhai.example', 'zh-CN'] },
] as const;

export const demoProducts = [
  { id: 'pr-basic', name: '巡检终端 Basic', priceMinor: 5_500_00, unit: '台', taxRate: 1_300 },
  { id: 'pr-pro', name: '巡检终端 Pro', priceMinor: 18_800_00, unit: '台', taxRate: 1_300 },
  { id: 'pr-suite', name: '智慧泵站套件', priceMinor: 680_000_00, unit: '套', taxRate: 1_300 },
] as const;
