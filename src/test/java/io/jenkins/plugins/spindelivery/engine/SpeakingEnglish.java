package io.jenkins.plugins.spindelivery.engine;

import java.util.Locale;
import org.junit.rules.ExternalResource;

/** Lets a test compare messages whatever the machine's language is. */
public final class SpeakingEnglish extends ExternalResource {
    private Locale before;

    @Override
    protected void before() {
        before = Locale.getDefault();
        Locale.setDefault(Locale.ENGLISH);
    }

    @Override
    protected void after() {
        Locale.setDefault(before);
    }
}
