import { sha256 } from '../../gateway/digest.ts';

/** Style of the decision pages. Written for old in-app browsers: blocks and padding, nothing newer. */
export const style = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: #f2f4f7; color: #1c2530; font: 16px/1.55 -apple-system, BlinkMacSystemFont, "Segoe UI",
  "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", Roboto, Helvetica, Arial, sans-serif; }
main { max-width: 600px; margin: 0 auto; padding: 12px 12px 40px; }
.bar { overflow: hidden; padding: 4px 4px 10px; color: #5f6b7a; font-size: 14px; }
.bar .languages { float: right; }
.bar a { color: #1f5fbf; text-decoration: none; padding: 6px 0 6px 14px; }
.card { background: #fff; border-radius: 12px; padding: 18px 16px; margin: 0 0 12px; }
h1 { font-size: 21px; line-height: 1.35; margin: 0 0 6px; word-wrap: break-word; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0 0 8px; }
p { margin: 0 0 10px; }
p:last-child { margin-bottom: 0; }
a { color: #1f5fbf; }
.amount { font-size: 26px; font-weight: 700; line-height: 1.3; margin: 0 0 12px; }
dl { margin: 0 0 -7px; }
dl div { overflow: hidden; padding: 7px 0; border-top: 1px solid #eceff3; }
dt { float: left; width: 34%; color: #5f6b7a; font-size: 14px; padding-top: 1px; }
dd { margin: 0 0 0 36%; word-wrap: break-word; overflow-wrap: anywhere; }
.late { color: #b3261e; font-weight: 600; }
.acting { background: #eef4ff; border-radius: 8px; padding: 10px 12px; margin: 0 0 12px; }
.acting a { display: inline-block; padding: 4px 0; font-size: 14px; }
.notice { background: #fff4e0; border-left: 4px solid #d98a00; border-radius: 8px; padding: 10px 12px; margin: 0 0 12px; }
.done { background: #e7f5ec; border-left-color: #1a7f4b; }
.small { color: #5f6b7a; font-size: 13px; word-wrap: break-word; overflow-wrap: anywhere; }
.document { background: #f7f8fa; border: 1px solid #e3e7ec; border-radius: 8px; padding: 12px; margin: 0 0 10px;
  white-space: pre-wrap; word-wrap: break-word; overflow-wrap: anywhere; font: inherit; font-size: 15px; max-height: 340px;
  overflow: auto; -webkit-overflow-scrolling: touch; }
label { display: block; font-weight: 600; margin: 0 0 6px; }
input[name=code] { display: block; width: 100%; padding: 10px; border: 1px solid #b9c1cc; border-radius: 8px; font: inherit;
  font-size: 26px; letter-spacing: 8px; text-align: center; margin: 0 0 14px; }
textarea { display: block; width: 100%; min-height: 84px; padding: 10px; border: 1px solid #b9c1cc; border-radius: 8px;
  font: inherit; margin: 0 0 14px; background: #fff; color: inherit; }
button { display: block; width: 100%; min-height: 52px; padding: 12px; margin: 0 0 12px; border-radius: 10px; border: 0;
  font: inherit; font-size: 18px; font-weight: 600; -webkit-appearance: none; appearance: none; cursor: pointer; }
.approve { background: #1a7f4b; color: #fff; }
.reject { background: #fff; color: #b3261e; border: 2px solid #b3261e; }
.plain { background: #1f5fbf; color: #fff; }
button:focus, textarea:focus, input:focus, a:focus { outline: 3px solid #9cc2ff; outline-offset: 1px; }
`;

/** Changes with the style, so that browsers may keep it for long. */
export const styleVersion = sha256(style).slice(0, 12);
