package io.jenkins.plugins.spindelivery.clusters;

import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.view.Deployers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What one account holds of an application, or which applications it holds, or why nobody knows. */
@ExportedBean(defaultVisibility = AccountView.WHOLE)
public final class AccountView {
    /** Shown however deep it lies, as on the Delivery page. */
    static final int WHOLE = 9;

    private final Found found;
    private final String application;
    private final List<String> errors;
    private final List<String> applications;
    private final List<ClusterView> clusters;

    /** The server groups of one cluster. */
    @ExportedBean(defaultVisibility = WHOLE)
    public static final class ClusterView {
        private final String name;
        private final List<GroupView> groups;

        ClusterView(String name, List<GroupView> groups) {
            this.name = name;
            this.groups = groups;
        }

        /**
         * The cluster.
         *
         * @return its name
         */
        @Exported
        public String getName() {
            return name;
        }

        /**
         * Whether a column for the traffic is worth its place.
         *
         * @return whether any of them can be enabled or disabled
         */
        public boolean isSwitched() {
            return groups.stream().anyMatch(group -> !group.getTraffic().isEmpty());
        }

        /**
         * Its server groups.
         *
         * @return newest first
         */
        @Exported
        public List<GroupView> getGroups() {
            return groups;
        }
    }

    private AccountView(
            Found found,
            String application,
            List<String> errors,
            List<String> applications,
            List<ClusterView> clusters) {
        this.found = found;
        this.application = application;
        this.errors = errors;
        this.applications = applications;
        this.clusters = clusters;
    }

    /** An account that can't be asked, in the reader's language. */
    static AccountView failed(Found found, String application, ProblemException why) {
        List<String> errors = why.problems().stream()
                .map(problem -> problem.message(LocaleProvider.getLocale()))
                .toList();
        return new AccountView(found, application, errors, List.of(), List.of());
    }

    /** The applications of an account. */
    static AccountView of(Found found, Collection<String> applications) {
        return new AccountView(found, "", List.of(), List.copyOf(applications), List.of());
    }

    /** The server groups of an application: clusters in the order of their newest ones. */
    static AccountView of(
            Found found, String application, List<Group> groups, Rights rights, Deployers deployers, long nowMillis) {
        Map<String, List<GroupView>> byCluster = new LinkedHashMap<>();
        for (Group group : groups) {
            Optional<Deployers.Source> source = source(found, group, deployers);
            byCluster
                    .computeIfAbsent(group.cluster(), cluster -> new ArrayList<>())
                    .add(new GroupView(group, source, rights, nowMillis));
        }
        List<ClusterView> clusters = byCluster.entrySet().stream()
                .map(entry -> new ClusterView(entry.getKey(), entry.getValue()))
                .toList();
        return new AccountView(found, application, List.of(), List.of(), clusters);
    }

    private static Optional<Deployers.Source> source(Found found, Group group, Deployers deployers) {
        String name = group.subject().name();
        String suffix = "-" + group.version();
        boolean versioned = !group.version().isEmpty() && name.endsWith(suffix);
        String bare = versioned ? name.substring(0, name.length() - suffix.length()) : name;
        String region = AwsRef.is(group.ref()) ? group.ref().namespace() : "";
        return deployers.find(
                found.account().getName(), region, bare, versioned ? group.version() : "", group.images());
    }

    /**
     * The account.
     *
     * @return its name
     */
    @Exported
    public String getName() {
        return found.account().getName();
    }

    /**
     * What kind of place it is.
     *
     * @return such as {@code kubernetes}
     */
    @Exported
    public String getProvider() {
        return found.account().provider();
    }

    /**
     * The application that was asked for.
     *
     * @return empty when it was asked which there are
     */
    @Exported
    public String getApplication() {
        return application;
    }

    /**
     * Why nobody knows what it holds.
     *
     * @return in the reader's language; empty when it is known
     */
    @Exported
    public List<String> getErrors() {
        return errors;
    }

    /**
     * The applications that it holds.
     *
     * @return sorted; empty when an application was asked for
     */
    @Exported
    public List<String> getApplications() {
        return applications;
    }

    /**
     * The application's clusters.
     *
     * @return that with the newest server group first
     */
    @Exported
    public List<ClusterView> getClusters() {
        return clusters;
    }

    /**
     * Whether there is nothing to show, and nothing went wrong.
     *
     * @return whether the page says so
     */
    public boolean isBare() {
        return errors.isEmpty() && applications.isEmpty() && clusters.isEmpty();
    }
}
