package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

/** A watch that goes on until its time is over, it breaks, or this is closed. */
@FunctionalInterface
public interface Watch extends AutoCloseable {

    /** Ends it; nothing more is told. Closing twice does no harm. */
    @Override
    void close();
}
