package io.jenkins.plugins.spindelivery.cli.run;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Listens to Ctrl-C (SIGINT) and {@code kill} (SIGTERM). A shutdown hook would not do: it can't tell a second signal from
 * the first. The class of the JDK that can is an unsupported one, so it is called by reflection and may be missing; then a
 * signal ends the program at once, and the saved state is what is left.
 */
public final class Signals {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /**
     * Listens from now on.
     *
     * @param listener called on a thread of its own for each signal
     * @return whether this Java can listen
     */
    public static boolean listen(Runnable listener) {
        try {
            for (String name : List.of("INT", "TERM")) {
                listen(name, listener);
            }
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // No such class, or a Java that keeps these signals for itself (-Xrs).
            return false;
        }
    }

    private static void listen(String name, Runnable listener) throws ReflectiveOperationException {
        Class<?> signalClass = Class.forName(SIGNAL);
        Class<?> handlerClass = Class.forName(HANDLER);
        Object signal = signalClass.getConstructor(String.class).newInstance(name);
        Object handler = Proxy.newProxyInstance(
                handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() != Object.class) {
                        listener.run();
                        return null;
                    }
                    return switch (method.getName()) {
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> proxy == arguments[0];
                        default -> HANDLER + " of spin";
                    };
                });
        var handle = signalClass.getMethod("handle", signalClass, handlerClass);
        Object before = handle.invoke(null, signal, handler);
        Object ignore = handlerClass.getField("SIG_IGN").get(null);
        if (before == ignore) {
            // Started in the background of a script: whoever ignores Ctrl-C on our behalf means it.
            handle.invoke(null, signal, ignore);
        }
    }
}
