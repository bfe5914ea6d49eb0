package distribution;

import java.util.List;

/** Flags for a Jenkins that nobody but this machine is to know of. */
final class JenkinsFlags {
    /** It asks no update site and no statistics server, and opens no port but that of its pages. */
    static final List<String> CLOSED = List.of(
            "-Dhudson.model.UpdateCenter.never=true",
            "-Dhudson.model.DownloadService.never=true",
            "-Dhudson.model.UsageStatistics.disabled=true",
            "-Djenkins.model.Jenkins.slaveAgentPort=-1",
            "-Djenkins.model.Jenkins.slaveAgentPortEnforce=true");

    private JenkinsFlags() {}
}
