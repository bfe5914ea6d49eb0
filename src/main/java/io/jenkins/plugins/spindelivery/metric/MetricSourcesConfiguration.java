package io.jenkins.plugins.spindelivery.metric;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The metric sources of this Jenkins; Manage Jenkins → System → Spin Delivery: metric sources. */
@Extension
@Symbol("spinDeliveryMetrics")
public final class MetricSourcesConfiguration extends GlobalConfiguration {
    private static final String FIELD = "sources";

    private List<MetricSourceConfiguration> sources = new ArrayList<>();

    /** Reads what was saved. Called by Jenkins. */
    public MetricSourcesConfiguration() {
        load();
    }

    /**
     * The configuration of this Jenkins.
     *
     * @return the only one
     */
    public static MetricSourcesConfiguration get() {
        return ExtensionList.lookupSingleton(MetricSourcesConfiguration.class);
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Wording.of("metric.configuration-display-name");
    }

    /**
     * The sources.
     *
     * @return in the order in which they were configured
     */
    @NonNull
    public List<MetricSourceConfiguration> getSources() {
        return Collections.unmodifiableList(sources);
    }

    /**
     * Replaces the sources, and saves.
     *
     * @param sources all of them; {@code null} for none
     * @throws IllegalArgumentException when two have the same name, or one has no proper name or address, or a limit out of
     *     its range
     */
    @DataBoundSetter
    public synchronized void setSources(List<MetricSourceConfiguration> sources) {
        List<MetricSourceConfiguration> kept = tidy(sources);
        wrong(kept).ifPresent(problem -> {
            throw new IllegalArgumentException(Wording.of(problem));
        });
        this.sources = kept;
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        List<MetricSourceConfiguration> submitted =
                request.bindJSONToList(MetricSourceConfiguration.class, form.opt(FIELD));
        Optional<Problem> wrong = wrong(submitted);
        if (wrong.isPresent()) {
            throw new FormException(Wording.of(wrong.get()), FIELD);
        }
        setSources(submitted);
        return true;
    }

    @Override
    public synchronized void load() {
        // Reading leaves alone what the file does not mention.
        sources = new ArrayList<>();
        super.load();
        sources = tidy(sources);
    }

    /** Without what could not be read from a file: the class of a source may be gone with its plugin. */
    private static List<MetricSourceConfiguration> tidy(List<MetricSourceConfiguration> sources) {
        List<MetricSourceConfiguration> kept = new ArrayList<>();
        if (sources != null) {
            sources.stream().filter(Objects::nonNull).forEach(kept::add);
        }
        return kept;
    }

    private static Optional<Problem> wrong(List<MetricSourceConfiguration> sources) {
        Set<String> names = new HashSet<>();
        for (MetricSourceConfiguration source : sources) {
            String name = source.getName();
            if (name.isEmpty()) {
                return Optional.of(Problem.of("metric.name-missing", ""));
            } else if (!Account.isName(name)) {
                return Optional.of(Problem.of("metric.name-bad", "", name));
            } else if (!names.add(name)) {
                return Optional.of(Problem.of("metric.name-taken", "", name));
            }
            Optional<Problem> fault = source.fault();
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }
}
