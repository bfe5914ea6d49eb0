package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.cli.output.Terminal.Devices;
import io.jenkins.plugins.spindelivery.cli.output.Terminal.Size;
import java.util.Map;
import org.fusesource.jansi.internal.CLibrary;

/** Asks the operating system, by Jansi: Java 17 itself only knows whether input and output both are a terminal. */
final class NativeDevices implements Devices {
    /** Set by the script {@code spin}: the descriptors that are terminals, such as {@code 012}. */
    static final String HINT = "spin.terminals";

    private final Map<String, String> env;
    private final String hint;

    /**
     * Devices of this process.
     *
     * @param env for {@code COLUMNS} and {@code LINES}, used where the system does not tell
     * @param hint see {@link #HINT}; {@code null} when the program was not started by the script
     */
    NativeDevices(Map<String, String> env, String hint) {
        this.env = env;
        this.hint = hint;
    }

    @Override
    public boolean isTerminal(int descriptor) {
        if (hint != null) {
            // The script knows already; loading the native library for a build without any terminal would only cost.
            return hint.indexOf('0' + descriptor) >= 0;
        }
        try {
            return CLibrary.HAVE_ISATTY && CLibrary.isatty(descriptor) == 1;
        } catch (LinkageError e) {
            return System.console() != null;
        }
    }

    @Override
    public Size size() {
        Size told = new Size(number("COLUMNS"), number("LINES"));
        Size asked = ask();
        return new Size(
                firstPositive(asked.columns(), told.columns(), Terminal.USUAL_SIZE.columns()),
                firstPositive(asked.rows(), told.rows(), Terminal.USUAL_SIZE.rows()));
    }

    private Size ask() {
        try {
            for (int descriptor : new int[] {1, 2}) {
                CLibrary.WinSize window = new CLibrary.WinSize();
                if (isTerminal(descriptor) && CLibrary.ioctl(descriptor, CLibrary.TIOCGWINSZ, window) == 0) {
                    return new Size(window.ws_col, window.ws_row);
                }
            }
        } catch (LinkageError e) {
            // No native library for this system: the environment's numbers have to do.
            return new Size(0, 0);
        }
        return new Size(0, 0);
    }

    private int number(String variable) {
        try {
            return Integer.parseInt(env.getOrDefault(variable, "0").strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static int firstPositive(int... numbers) {
        for (int number : numbers) {
            if (number > 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("no positive number given");
    }
}
