import { type ThemeConfig, theme } from 'antd';

/** The console's own colours, light and dark. Everything else follows from them by Ant Design's rules. */
export const palette = {
  light: {
    primary: '#1f6f5c',
    layout: '#f6f7f7',
    container: '#ffffff',
    raised: '#ffffff',
    line: '#e6e8e8',
    chosen: '#e3f0ec',
    quiet: '#5d6565',
    strong: '#1f6f5c',
    chosenText: '#17594a',
  },
  dark: {
    primary: '#4fb39a',
    layout: '#111414',
    container: '#181c1c',
    raised: '#1f2424',
    line: '#2b3131',
    chosen: '#1f332e',
    quiet: '#9ba5a5',
    strong: '#2c7a66',
    chosenText: '#8fd6c3',
  },
} as const;

export type Shade = keyof typeof palette;

/** Ant Design's theme for a shade. */
export function themeFor(shade: Shade): ThemeConfig {
  const { primary, layout, container, raised, line, chosen, chosenText, strong } = palette[shade];
  return {
    algorithm: shade === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: primary,
      colorInfo: primary,
      colorLink: primary,
      colorBgLayout: layout,
      colorBgContainer: container,
      colorBgElevated: raised,
      colorBorderSecondary: line,
      borderRadius: 6,
      fontSize: 14,
      fontFamily:
        "Inter, system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
      ...(shade === 'light'
        ? {
            colorTextSecondary: '#565e5e',
            colorTextTertiary: '#646c6c',
            colorTextDescription: '#5d6565',
            colorTextPlaceholder: '#6b7373',
          }
        : {
            colorTextSecondary: '#a9b3b3',
            colorTextTertiary: '#97a1a1',
            colorTextDescription: '#9ba5a5',
            colorTextPlaceholder: '#8d9797',
          }),
    },
    components: {
      // White on it can be read in either shade.
      Button: { colorPrimary: strong, colorPrimaryHover: strong, colorPrimaryActive: strong },
      Layout: { siderBg: container, headerBg: container, bodyBg: layout },
      Menu: {
        itemBg: container,
        itemHeight: 34,
        itemBorderRadius: 6,
        activeBarBorderWidth: 0,
        itemSelectedBg: chosen,
        itemSelectedColor: chosenText,
      },
      Table: { cellPaddingBlockSM: 7, headerBg: container },
    },
  };
}
