import { engineSuite } from '../testing/engine-suite.ts';
import { inlineHarness, postgresHarness, sqliteHarness } from '../testing/harnesses.ts';
import { postgresServer } from '../testing/servers.ts';

engineSuite(inlineHarness);
engineSuite(sqliteHarness);
engineSuite(postgresHarness, { skip: postgresServer().skip });
