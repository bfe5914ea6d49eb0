package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.cli.output.Progress;
import io.jenkins.plugins.spindelivery.engine.event.Event;

/** Shows nothing. */
final class Silence implements Progress {
    @Override
    public void accept(Event event) {}

    @Override
    public void refresh() {}

    @Override
    public void note(String text) {}

    @Override
    public void close() {}
}
