/** The page Clusters of a job: the server groups of an application in all accounts, and what a person may do to them. */
package io.jenkins.plugins.spindelivery.clusters;
