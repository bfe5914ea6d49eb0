package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.AllowedHosts;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What manifests may be fetched from; Manage Jenkins → System → Spin Delivery: fetching manifests. */
@Extension
@Symbol("spinDeliveryFetching")
public final class FetchConfiguration extends GlobalConfiguration implements AllowedHosts {
    /** A name or an address, perhaps with a port; IPv6 in brackets. */
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    private static final String SERVERS = "servers";

    private String allowedHosts = "";
    private List<RepositoryServer> servers = new ArrayList<>();

    /** Reads what was saved. Called by Jenkins. */
    public FetchConfiguration() {
        load();
    }

    /**
     * The configuration of this Jenkins.
     *
     * @return the only one
     */
    public static FetchConfiguration get() {
        return ExtensionList.lookupSingleton(FetchConfiguration.class);
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Words.of("step.fetching-display-name");
    }

    /**
     * Hosts that may be fetched from whatever their address is.
     *
     * @return {@code host} or {@code host:port}, one on each line; empty for none
     */
    @NonNull
    public String getAllowedHosts() {
        return allowedHosts;
    }

    /**
     * Allows hosts, and saves.
     *
     * @param allowedHosts {@code host} or {@code host:port}, separated by line breaks, commas or blanks; {@code null} for
     *     none
     */
    @DataBoundSetter
    public void setAllowedHosts(String allowedHosts) {
        this.allowedHosts = String.join("\n", split(allowedHosts));
        save();
    }

    /**
     * The servers of repositories that manifests come from.
     *
     * @return in the order in which they were configured; the public ones need no mention
     */
    @NonNull
    public List<RepositoryServer> getServers() {
        return Collections.unmodifiableList(servers);
    }

    /**
     * Replaces the servers, and saves.
     *
     * @param servers all of them; {@code null} for none
     * @throws IllegalArgumentException when two have the same name, or one has no proper name or address
     */
    @DataBoundSetter
    public synchronized void setServers(List<RepositoryServer> servers) {
        List<RepositoryServer> kept = tidy(servers);
        wrong(kept).ifPresent(problem -> {
            throw new IllegalArgumentException(problem.message());
        });
        this.servers = kept;
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        List<RepositoryServer> submitted = request.bindJSONToList(RepositoryServer.class, form.opt(SERVERS));
        Optional<Problem> wrong = wrong(submitted);
        if (wrong.isPresent()) {
            throw new FormException(wrong.get().message(LocaleProvider.getLocale()), SERVERS);
        }
        setAllowedHosts(form.optString("allowedHosts"));
        setServers(submitted);
        return true;
    }

    @Override
    public synchronized void load() {
        // Reading leaves alone what the file does not mention.
        servers = new ArrayList<>();
        super.load();
        servers = tidy(servers);
    }

    /** Without what could not be read from a file. */
    private static List<RepositoryServer> tidy(List<RepositoryServer> servers) {
        List<RepositoryServer> kept = new ArrayList<>();
        if (servers != null) {
            servers.stream().filter(Objects::nonNull).forEach(kept::add);
        }
        return kept;
    }

    private static Optional<Problem> wrong(List<RepositoryServer> servers) {
        Set<String> names = new HashSet<>();
        for (RepositoryServer server : servers) {
            Optional<Problem> fault = server.fault();
            if (fault.isPresent()) {
                return fault;
            } else if (!names.add(server.getName())) {
                return Optional.of(Problem.of("step.server-taken", "", server.getName()));
            }
        }
        return Optional.empty();
    }

    /**
     * The hosts that can be ones.
     *
     * @return {@code host} or {@code host:port}
     */
    @Override
    public List<String> hosts() {
        return split(allowedHosts).stream()
                .filter(host -> HOST.matcher(host).matches())
                .toList();
    }

    /**
     * Checks the hosts.
     *
     * @param value as in {@link #setAllowedHosts}
     * @return an error for each that can't be one; nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckAllowedHosts(@QueryParameter String value) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return FormValidation.ok();
        }
        return FormValidation.aggregate(split(value).stream()
                .filter(host -> !HOST.matcher(host).matches())
                .map(host -> FormValidation.error(Words.of("step.host-bad", host)))
                .toList());
    }

    private static List<String> split(String hosts) {
        return Stream.of(Util.fixNull(hosts).split("[\\s,]+"))
                .filter(host -> !host.isEmpty())
                .toList();
    }
}
