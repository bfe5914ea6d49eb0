package io.jenkins.plugins.spindelivery.metric;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.security.core.Authentication;

/**
 * The sources that canaries ask: one for each configuration, opened at first use, shared by everybody, so that its limit
 * holds for all jobs together. It is opened anew when its configuration, credential or proxy changes.
 */
@Extension
public final class MetricConnections {
    /** After this a credential is read again, because not every credentials provider says when one changes. */
    static final Duration TRUSTED = Duration.ofMinutes(1);

    private final Clock clock;
    private final AtomicLong changes = new AtomicLong();
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    /** A source with what it was opened from, and when that was last looked at. */
    private record Open(
            MetricSourceConfiguration configuration,
            long changes,
            Instant read,
            MetricSourceConfiguration.Settings settings,
            MetricSource source) {}

    /** Called by Jenkins. */
    public MetricConnections() {
        this(Clock.systemUTC());
    }

    MetricConnections(Clock clock) {
        this.clock = clock;
    }

    /**
     * The sources of this Jenkins.
     *
     * @return the only one
     */
    public static MetricConnections get() {
        return ExtensionList.lookupSingleton(MetricConnections.class);
    }

    /**
     * The sources that a job may ask.
     *
     * @param item the job or folder; {@code null} for Jenkins itself
     * @return finds them by their names, at each question
     */
    public MetricSources in(@CheckForNull Item item) {
        return name -> source(find(item, name));
    }

    /**
     * The names of the sources that a job may ask.
     *
     * @param item the job or folder; {@code null} for Jenkins itself
     * @return in the order in which they were configured
     */
    public static List<String> names(@CheckForNull Item item) {
        return visible(item).stream().map(MetricSourceConfiguration::getName).toList();
    }

    /**
     * Makes sure that a run may ask a source, and remembers that it uses the source's credential; shown on the
     * credential's page.
     *
     * @param run the run
     * @param authentication as whom it runs
     * @param name the source's name
     * @throws ProblemException {@code ACCESS} when the source asks with an account that the run may not use; else when there
     *     is no such source, or its credential is missing or of a wrong type
     */
    public static void use(Run<?, ?> run, Authentication authentication, String name) {
        find(run.getParent(), name).use(run, authentication);
    }

    private static List<MetricSourceConfiguration> visible(Item item) {
        return MetricSourcesConfiguration.get().getSources().stream()
                .filter(source -> source.serves(item))
                .toList();
    }

    private static MetricSourceConfiguration find(Item item, String name) {
        String wanted = name == null ? "" : name.strip();
        List<MetricSourceConfiguration> visible = visible(item);
        return visible.stream()
                .filter(source -> source.getName().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Category.INPUT, unknown(names(item), wanted)));
    }

    private static Problem unknown(List<String> names, String name) {
        if (names.isEmpty()) {
            return Problem.of("metric.none-configured", "");
        }
        String known = String.join(", ", names);
        return Nearest.to(name, names)
                .map(near -> Problem.of("metric.unknown-near", "", name, near, known))
                .orElseGet(() -> Problem.of("metric.unknown", "", name, known));
    }

    private MetricSource source(MetricSourceConfiguration configuration) {
        return open.compute(
                        configuration.getName(),
                        (name, known) -> isFresh(known, configuration) ? known : read(known, configuration))
                .source();
    }

    private boolean isFresh(Open known, MetricSourceConfiguration configuration) {
        return known != null
                && known.configuration() == configuration
                && known.changes() == changes.get()
                && clock.instant().isBefore(known.read().plus(TRUSTED));
    }

    private Open read(Open known, MetricSourceConfiguration configuration) {
        // Taken before reading: a change in the meantime makes what was read stale at once.
        long before = changes.get();
        Instant now = clock.instant();
        MetricSourceConfiguration.Settings settings = configuration.settings();
        boolean same = known != null && known.settings().equals(settings);
        return new Open(configuration, before, now, settings, same ? known.source() : settings.open());
    }

    /** Reads everything again when it is next asked for, and lets go of what is no longer configured. */
    private void changed() {
        changes.incrementAndGet();
        open.keySet()
                .retainAll(MetricSourcesConfiguration.get().getSources().stream()
                        .map(MetricSourceConfiguration::getName)
                        .toList());
    }

    /** Tells that something was saved which a source may depend on. */
    @Extension
    public static final class Saved extends SaveableListener {
        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof MetricSourcesConfiguration
                    || saved instanceof SystemCredentialsProvider
                    || saved instanceof ProxyConfiguration) {
                get().changed();
            }
        }
    }
}
