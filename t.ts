import type {Log} from "sarif"; const log: Log =
;
