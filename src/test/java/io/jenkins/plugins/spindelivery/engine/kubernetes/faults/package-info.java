/** What deploys and deletes come to when the network or the API server fails, with the words that people get to read. */
package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;
