package io.jenkins.plugins.spindelivery.metric;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kohsuke.stapler.DataBoundSetter;
import org.springframework.security.core.Authentication;

/**
 * Where metrics come from, and which jobs may ask there. Configured by administrators alone, because Jenkins itself asks,
 * with a credential of its own. It names its credential by id and holds nothing secret. Subclasses are types of sources.
 */
public abstract class MetricSourceConfiguration extends AbstractDescribableImpl<MetricSourceConfiguration>
        implements ExtensionPoint {
    private static final Pattern SEPARATOR = Pattern.compile("[,\\r\\n]+");

    private String name;
    private String folders = "";

    /**
     * A source that all jobs may ask.
     *
     * @param name what steps call it; blanks around it do not count
     */
    protected MetricSourceConfiguration(String name) {
        this.name = Util.fixNull(name).strip();
    }

    /** What a source is opened from. Two that are equal lead to the same source. */
    interface Settings {
        /**
         * A source that is ready to be asked.
         *
         * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when the settings can't be used
         */
        MetricSource open();
    }

    /**
     * What steps call it.
     *
     * @return the name; unique among the sources
     */
    @NonNull
    public String getName() {
        return name;
    }

    /**
     * The folders whose jobs may ask it.
     *
     * @return their full names, separated by commas; empty for all jobs
     */
    @NonNull
    public String getFolders() {
        return folders;
    }

    /**
     * Keeps the source for the jobs of some folders, and of the folders in them.
     *
     * @param folders full names such as {@code shop/web}, separated by commas or line breaks; empty or {@code null} for all
     *     jobs
     */
    @DataBoundSetter
    public void setFolders(String folders) {
        this.folders = String.join(", ", split(folders));
    }

    /** Whether a job or folder may ask it; {@code null} stands for Jenkins itself. */
    boolean serves(@CheckForNull Item item) {
        List<String> names = split(folders);
        if (names.isEmpty()) {
            return true;
        }
        String path = item == null ? "" : item.getFullName() + "/";
        return names.stream().anyMatch(folder -> path.startsWith(folder + "/"));
    }

    /** What is wrong with what is configured, whatever the credential holds; empty when nothing is. */
    Optional<Problem> fault() {
        return Optional.empty();
    }

    /** What it leads to now, with its secret; {@code ProblemException} when its credential is missing or unusable. */
    abstract Settings settings();

    /**
     * Makes sure that a run may ask it, as far as that is not a matter of folders, and remembers for the credential that
     * the run uses it.
     *
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException {@code ACCESS} when it may not; else when the
     *     credential is missing or unusable
     */
    abstract void use(Run<?, ?> run, Authentication authentication);

    @Override
    public MetricSourceDescriptor getDescriptor() {
        return (MetricSourceDescriptor) super.getDescriptor();
    }

    /**
     * Puts right what an older version or an editor left in the file. Subclasses with a method of this name call it.
     *
     * @return this source
     */
    protected Object readResolve() {
        name = Util.fixNull(name).strip();
        setFolders(folders);
        return this;
    }

    static List<String> split(String names) {
        return SEPARATOR
                .splitAsStream(Util.fixNull(names))
                .map(folder -> folder.strip().replaceAll("^/+|/+$", ""))
                .filter(folder -> !folder.isEmpty())
                .distinct()
                .toList();
    }
}
