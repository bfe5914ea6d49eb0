package distribution;

import java.io.IOException;

/** Other programs. */
final class Processes {
    private Processes() {}

    /**
     * Runs a program that shares this one's output, and ends it when this one is ended.
     *
     * @param program what to run
     * @return its exit code
     * @throws IOException if it can't be started
     */
    static int run(ProcessBuilder program) throws IOException {
        Process process = program.inheritIO().start();
        Thread end = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            return code;
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw new BuildFailed("Interrupted.");
        } catch (IllegalStateException e) {
            // This virtual machine is being shut down, and the hook does its work.
            throw new BuildFailed("Interrupted.");
        }
    }

    /** Asks the process to end and waits until it has: it may have things to put away. */
    private static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }
}
