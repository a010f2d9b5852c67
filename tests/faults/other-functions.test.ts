import { describeFaults } from '../support/faults/fault-matrix.ts';

describeFaults((entry) => !entry.startsWith('tasks/'));
