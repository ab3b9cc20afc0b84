import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Clock ticks that a process has used, all threads, in user and system mode.
 * @param stat the content of `/proc/PID/stat`; the name in it may hold spaces and brackets
 */
export function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

/** Resident bytes of a process. @param status the content of `/proc/PID/status` */
export function residentOf(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

let ticksPerSecond = 0

/** CPU that the process has used since it began, all threads, in ms. Linux only. @throws when it is gone */
export function cpuMsOf(pid: number): number {
  ticksPerSecond ||= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  return (ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8')) * 1000) / ticksPerSecond
}

/** Resident memory of the process in bytes. Linux only. @throws when it is gone */
export function residentBytesOf(pid: number): number {
  return residentOf(readFileSync(`/proc/${pid}/status`, 'utf8'))
}
