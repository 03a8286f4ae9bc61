/** Settings: names only. */
export { readSettings, type SettingSources } from './read.ts';
export { settingTable, type SettingName, type Settings } from './table.ts';
