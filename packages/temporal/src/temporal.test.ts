import { engineSuite, postgresServer, temporalServer } from 'leafcutter/testing';
import { temporalHarness } from './testing/harness.ts';

engineSuite(temporalHarness, { skip: temporalServer().skip || postgresServer().skip });
